CREATE SCHEMA tools;
CREATE EXTENSION hstore;
CREATE TABLE docs (tags hstore);
CREATE INDEX docs_tags ON docs USING gin (tags);
