CREATE TABLE users (a integer, b integer, c text, d text);
CREATE INDEX desc_nulls ON users (a, b);
CREATE INDEX opclass ON users (c);
CREATE INDEX collated ON users (d);
CREATE INDEX covering ON users (a);
CREATE INDEX method ON users (a);
