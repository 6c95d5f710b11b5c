DROP INDEX partial, expression;
CREATE INDEX partial ON users (email) WHERE deleted IS NULL AND status IN ('a', 'b');
CREATE INDEX expression ON users (upper(email), (email || status) text_pattern_ops DESC);
