ALTER SUBSCRIPTION news CONNECTION 'postgresql://me:secret@there:6543/shop?sslmode=prefer';
ALTER SUBSCRIPTION same CONNECTION 'host=elsewhere password=other';
