ALTER FOREIGN TABLE lines OPTIONS (SET format 'text', ADD delimiter ';');
ALTER FOREIGN TABLE lines ADD COLUMN rest text;
CREATE FOREIGN TABLE others (line text OPTIONS (force_not_null 'true')) SERVER more OPTIONS (filename '/dev/null', format 'csv');
