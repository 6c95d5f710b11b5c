CREATE TABLE docs (words tsvector, name text);
CREATE INDEX docs_words ON docs USING gin (words);
