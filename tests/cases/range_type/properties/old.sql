CREATE FUNCTION gap(double precision, double precision) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2';
CREATE TYPE span AS RANGE (subtype = double precision, subtype_diff = gap);
CREATE TYPE words AS RANGE (subtype = text, collation = "C");
CREATE TYPE old_name AS RANGE (subtype = date, multirange_type_name = many);
