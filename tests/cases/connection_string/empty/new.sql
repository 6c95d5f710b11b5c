ALTER SUBSCRIPTION news CONNECTION 'host=there password=secret';
