CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE FUNCTION reads(internal) RETURNS internal LANGUAGE internal IMMUTABLE AS 'byteain';
CREATE FUNCTION writes(internal) RETURNS mood LANGUAGE internal IMMUTABLE AS 'int4in';
CREATE TRANSFORM FOR mood LANGUAGE plpgsql (FROM SQL WITH FUNCTION reads(internal));
