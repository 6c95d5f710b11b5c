-- What the oracle's schema has not, and a field of the model asks for; on 18, run after it.
CREATE AGGREGATE app.av(numeric) (SFUNC = numeric_avg_accum, STYPE = internal, FINALFUNC = numeric_avg,
    COMBINEFUNC = numeric_avg_combine, SERIALFUNC = numeric_avg_serialize, DESERIALFUNC = numeric_avg_deserialize);
CREATE AGGREGATE app.hyp(VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = ordered_set_transition_multi,
    STYPE = internal, FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);
COMMENT ON AGGREGATE app.hyp(VARIADIC "any" ORDER BY VARIADIC "any") IS 'where it would stand';
CREATE AGGREGATE app.moves(int) (SFUNC = app.sf, STYPE = int, MSFUNC = app.sf, MINVFUNC = app.msf, MSTYPE = int,
    MFINALFUNC = app.ff, MFINALFUNC_EXTRA, MFINALFUNC_MODIFY = READ_WRITE);
CREATE AGGREGATE app.counted(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0');

CREATE TYPE app.dot;
CREATE FUNCTION app.dot_in(cstring) RETURNS app.dot LANGUAGE internal IMMUTABLE STRICT AS 'point_in';
CREATE FUNCTION app.dot_out(app.dot) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'point_out';
CREATE FUNCTION app.dot_recv(internal) RETURNS app.dot LANGUAGE internal IMMUTABLE STRICT AS 'point_recv';
CREATE FUNCTION app.dot_send(app.dot) RETURNS bytea LANGUAGE internal IMMUTABLE STRICT AS 'point_send';
CREATE TYPE app.dot (INPUT = app.dot_in, OUTPUT = app.dot_out, RECEIVE = app.dot_recv, SEND = app.dot_send,
    ELEMENT = double precision, SUBSCRIPT = raw_array_subscript_handler, INTERNALLENGTH = 16, ALIGNMENT = double);
CREATE TYPE app.words;
CREATE FUNCTION app.words_in(cstring, oid, integer) RETURNS app.words LANGUAGE internal IMMUTABLE STRICT AS 'varcharin';
CREATE FUNCTION app.words_out(app.words) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'varcharout';
CREATE TYPE app.words (INPUT = app.words_in, OUTPUT = app.words_out, TYPMOD_IN = varchartypmodin,
    TYPMOD_OUT = varchartypmodout, ANALYZE = array_typanalyze, STORAGE = extended, CATEGORY = 'S',
    PREFERRED = true, COLLATABLE = true);
CREATE DOMAIN app.some_words AS app.words;
CREATE TABLE app.uses_them (w app.words, d app.dot[], s app.some_words DEFAULT 'x'::app.words);
CREATE TYPE app.whole;
CREATE FUNCTION app.whole_canonical(app.whole) RETURNS app.whole LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
CREATE TYPE app.whole AS RANGE (SUBTYPE = integer, CANONICAL = app.whole_canonical);
CREATE TABLE app.of_whole (w app.whole DEFAULT app.whole(1, 2));

CREATE COLLATION app.plain (PROVIDER = builtin, LOCALE = 'C.UTF-8');
CREATE DEFAULT CONVERSION app.narrow FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE CAST (app.dot AS point) WITHOUT FUNCTION;

CREATE FOREIGN DATA WRAPPER checked VALIDATOR postgresql_fdw_validator;
CREATE SUBSCRIPTION busy CONNECTION 'host=h' PUBLICATION a WITH (connect = false, slot_name = slotty,
    disable_on_error = true, failover = true, origin = none, password_required = false, run_as_owner = true,
    streaming = on, synchronous_commit = local, two_phase = true);

CREATE TABLE app.linked (a integer REFERENCES app.hs (ri), b integer REFERENCES app.hs (ri));
ALTER TABLE app.linked DISABLE TRIGGER ALL;
CREATE TABLE app.spaced (a integer, r int4range);
ALTER TABLE app.spaced ADD CONSTRAINT spaced_key PRIMARY KEY (a) USING INDEX TABLESPACE spc1,
    ADD CONSTRAINT spaced_u UNIQUE (r) USING INDEX TABLESPACE spc1,
    ADD CONSTRAINT spaced_x EXCLUDE USING gist (r WITH &&) USING INDEX TABLESPACE spc1 WHERE (a > 1);
CREATE TABLE app.numbered (id integer GENERATED ALWAYS AS IDENTITY);
GRANT USAGE ON SEQUENCE app.numbered_id_seq TO reader WITH GRANT OPTION;
ALTER MATERIALIZED VIEW app.mv REPLICA IDENTITY FULL, ALTER body SET COMPRESSION pglz, ALTER body SET (n_distinct = 3);

CREATE TABLE app.lots (a integer NOT NULL, t text COMPRESSION pglz, r int4range) PARTITION BY RANGE (a);
ALTER TABLE app.lots ALTER t SET STORAGE EXTERNAL;
CREATE TABLE app.lots_1 PARTITION OF app.lots FOR VALUES FROM (1) TO (10) USING heap2;
CREATE UNIQUE INDEX lots_1_a ON app.lots_1 (a);
ALTER TABLE app.lots_1 REPLICA IDENTITY USING INDEX lots_1_a, CLUSTER ON lots_1_a,
    ALTER t SET STORAGE DEFAULT, ALTER t SET COMPRESSION default;
CREATE RULE quiet AS ON DELETE TO app.lots_1 DO INSTEAD NOTHING;
COMMENT ON RULE quiet ON app.lots_1 IS 'of a partition';
CREATE FOREIGN TABLE app.lots_2 PARTITION OF app.lots FOR VALUES FROM (10) TO (20) SERVER srv OPTIONS (table_name 'l', x 'y');
ALTER FOREIGN TABLE app.lots_2 ALTER t OPTIONS (ADD column_name 'T, u', ADD other 'x');
ALTER TABLE ONLY app.lots ADD CONSTRAINT lots_u UNIQUE (a, t);
ALTER TABLE ONLY app.lots ADD CONSTRAINT lots_x EXCLUDE USING gist (a WITH =, r WITH &&);
CREATE TABLE app.keyless (a integer NOT NULL, b integer) PARTITION BY LIST (a);
CREATE TABLE app.keyless_1 PARTITION OF app.keyless FOR VALUES IN (1);
ALTER TABLE ONLY app.keyless ADD CONSTRAINT keyless_key PRIMARY KEY (a);
