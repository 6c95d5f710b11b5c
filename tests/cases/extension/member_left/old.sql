-- an object that leaves its extension becomes one of the schema
CREATE EXTENSION hstore;
