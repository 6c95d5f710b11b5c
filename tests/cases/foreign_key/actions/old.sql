CREATE TABLE users (id integer PRIMARY KEY, a integer, b integer, UNIQUE (a, b));
CREATE TABLE bills (
    a integer CONSTRAINT fk_a REFERENCES users (id),
    b integer CONSTRAINT fk_b REFERENCES users (id),
    c integer CONSTRAINT fk_c REFERENCES users (id),
    d integer CONSTRAINT fk_d REFERENCES users (id),
    e integer DEFAULT 1 CONSTRAINT fk_e REFERENCES users (id),
    f integer,
    CONSTRAINT fk_f FOREIGN KEY (e, f) REFERENCES users (a, b)
);
