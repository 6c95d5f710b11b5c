CREATE EXTENSION hstore;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE FUNCTION reads(internal) RETURNS internal LANGUAGE internal IMMUTABLE AS 'byteain';
CREATE TRANSFORM FOR mood LANGUAGE plpgsql (FROM SQL WITH FUNCTION reads(internal));
CREATE FUNCTION a(m mood) RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
CREATE FUNCTION b(n integer) RETURNS SETOF integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION c() RETURNS integer LANGUAGE sql SET app.api_token = 'do not show this' AS 'SELECT 1';
