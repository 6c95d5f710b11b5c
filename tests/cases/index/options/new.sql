ALTER INDEX docs_words SET (fastupdate = off);
CREATE INDEX docs_trgm ON docs USING gist (words tsvector_ops (siglen = 100));
