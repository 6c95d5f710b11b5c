DROP INDEX desc_nulls, opclass, collated, covering, method;
CREATE INDEX desc_nulls ON users (a DESC, b NULLS FIRST, c DESC NULLS LAST, d DESC NULLS FIRST);
CREATE INDEX opclass ON users (c text_pattern_ops);
CREATE INDEX collated ON users (d COLLATE "POSIX");
CREATE INDEX covering ON users (a) INCLUDE (b, c);
CREATE INDEX method ON users USING hash (a);
