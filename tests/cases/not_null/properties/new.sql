ALTER TABLE users RENAME CONSTRAINT users_id_not_null TO has_id;
ALTER TABLE users RENAME CONSTRAINT must_have_name TO has_name;
ALTER TABLE users VALIDATE CONSTRAINT users_mail_not_null;
ALTER TABLE users ALTER CONSTRAINT users_zip_not_null NO INHERIT;
ALTER DOMAIN amount RENAME CONSTRAINT amount_not_null TO has_amount;
