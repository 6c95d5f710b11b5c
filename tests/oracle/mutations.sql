-- Each statement is run on what `everything.sql` and the statements above it made. The line before it
-- says what our comparison must find, no more and no less; `only we` when pg_dump shows no difference,
-- `only pg_dump` when we do not read it, on purpose; `from 18` when older servers cannot do it.

-- security_label added
SET allow_system_table_mods = on; INSERT INTO pg_catalog.pg_seclabel VALUES ('app.base'::regclass, 'pg_class'::regclass, 0, 'x', 'open');
-- security_label added
SET allow_system_table_mods = on; INSERT INTO pg_catalog.pg_seclabel VALUES ('app.base'::regclass, 'pg_class'::regclass, 2, 'x', 'open');
-- security_label.label
SET allow_system_table_mods = on; UPDATE pg_catalog.pg_seclabel SET label = 'closed' WHERE objsubid = 0;
-- security_label added, security_label added, security_label added
SET allow_system_table_mods = on; INSERT INTO pg_catalog.pg_seclabel VALUES ('app.mood'::regtype, 'pg_type'::regclass, 0, 'x', 'open'), ('app.trg()'::regprocedure, 'pg_proc'::regclass, 0, 'x', 'open'), ('app'::regnamespace, 'pg_namespace'::regclass, 0, 'x', 'open');
-- security_label removed, security_label removed, security_label removed, security_label removed, security_label removed
SET allow_system_table_mods = on; DELETE FROM pg_catalog.pg_seclabel;
-- column.storage, column.storage, column.storage
ALTER TABLE app.base ALTER body SET STORAGE MAIN;
-- column.compression
ALTER TABLE app.base ALTER body SET COMPRESSION default;
-- column.statistics, column.statistics, column.statistics
ALTER TABLE app.base ALTER name SET STATISTICS 12;
-- column.options
ALTER TABLE app.base ALTER name RESET (n_distinct);
-- table.options
ALTER TABLE app.base SET (fillfactor = 55);
-- table.options
ALTER TABLE app.base SET (toast.autovacuum_enabled = on);
-- from 15: table.tablespace
ALTER TABLE app.base SET TABLESPACE spc2;
-- from 15: table.access_method
ALTER TABLE app.am2 SET ACCESS METHOD heap;
-- table.replica_identity
ALTER TABLE app.base REPLICA IDENTITY NOTHING;
-- table.replica_identity
ALTER TABLE app.hs REPLICA IDENTITY DEFAULT;
-- table.replica_identity
ALTER TABLE app.hs REPLICA IDENTITY USING INDEX hs_ri;
-- index renamed
ALTER INDEX app.hs_ri RENAME TO hs_ri2;
-- table.cluster_on
ALTER TABLE app.hs SET WITHOUT CLUSTER;
-- table.cluster_on
ALTER TABLE app.base SET WITHOUT CLUSTER;
-- table.cluster_on
ALTER TABLE app.base CLUSTER ON base_u_name_key;
-- unique_constraint renamed
ALTER TABLE app.base RENAME CONSTRAINT base_u_name_key TO base_u_name_key2;
-- table.of_type
ALTER TABLE app.typed NOT OF;
-- table.inherits
ALTER TABLE app.child2 NO INHERIT app.base;
-- table.inherits
ALTER TABLE app.child2 INHERIT app.base;
-- from 18: not_null added, not_null.name
ALTER TABLE app.base RENAME CONSTRAINT base_name_not_null TO nn1;
-- from 18: not_null removed, not_null.name
ALTER TABLE app.base RENAME CONSTRAINT nn1 TO base_name_not_null;
-- column renamed, column renamed, column renamed
ALTER TABLE app.base RENAME COLUMN name TO nom;
-- column renamed, column renamed, column renamed
ALTER TABLE app.base RENAME COLUMN nom TO name;
-- from 18: not_null.name
ALTER TABLE app.nn RENAME CONSTRAINT custom TO custom2;
-- from 18: not_null.valid
ALTER TABLE app.nn VALIDATE CONSTRAINT late;
-- from 18: not_null.no_inherit
ALTER TABLE app.nn ALTER CONSTRAINT nn_c_not_null INHERIT;
-- from 18: not_null removed
COMMENT ON CONSTRAINT nn_c_not_null ON app.nn IS NULL;
-- from 18: table renamed
ALTER TABLE app.nn RENAME TO nn9;
-- from 18: table renamed
ALTER TABLE app.nn9 RENAME TO nn;
-- from 18: not_null.name
ALTER DOMAIN app.dn RENAME CONSTRAINT dn_nn TO dn_nn2;
-- index.options
ALTER INDEX app.base_ix SET (fillfactor = 61);
-- from 15: index.tablespace
ALTER INDEX app.base_ix SET TABLESPACE spc2;
-- index.keys
ALTER INDEX app.base_ix ALTER COLUMN 1 SET STATISTICS 56;
-- index.depends_on_extensions
ALTER INDEX app.base_ix NO DEPENDS ON EXTENSION hstore;
-- primary_key.options
ALTER INDEX app.base_pkey SET (fillfactor = 71);
-- from 15: primary_key.tablespace
ALTER INDEX app.base_pkey SET TABLESPACE spc2;
-- unique_constraint.options
ALTER INDEX app.base_u_name_key2 SET (fillfactor = 72);
-- exclusion_constraint.definition
ALTER INDEX app.base_r_excl SET (fillfactor = 73);
-- from 15: exclusion_constraint.tablespace
ALTER INDEX app.base_r_excl SET TABLESPACE spc2;
-- foreign_key.disabled, foreign_key.disabled, trigger.enabled, trigger.enabled
ALTER TABLE app.fk DISABLE TRIGGER ALL;
-- foreign_key.disabled, foreign_key.disabled, trigger.enabled, trigger.enabled, trigger.enabled
ALTER TABLE app.fk ENABLE TRIGGER ALL;
-- trigger.enabled
ALTER TABLE app.fk ENABLE REPLICA TRIGGER t2;
-- trigger.depends_on_extensions
ALTER TRIGGER t2 ON app.fk NO DEPENDS ON EXTENSION hstore;
-- trigger renamed
ALTER TRIGGER ct ON app.fk RENAME TO ct2;
-- rule.enabled
ALTER TABLE app.fk DISABLE RULE r1;
-- rule renamed
ALTER RULE r1 ON app.fk RENAME TO r1b;
-- rule.definition
CREATE OR REPLACE RULE r1b AS ON INSERT TO app.fk WHERE new.a = 6 DO ALSO UPDATE app.un SET a = 2;
-- rule.comment
COMMENT ON RULE r1b ON app.fk IS 'x';
-- rule removed
DROP RULE vr ON app.v;
-- column.identity
ALTER TABLE app.base ALTER id SET GENERATED ALWAYS;
-- column.identity
ALTER TABLE app.base ALTER id SET INCREMENT 3;
-- from 16: column.identity
ALTER SEQUENCE app.base_id_seq SET UNLOGGED;
-- column.identity
COMMENT ON SEQUENCE app.base_id_seq IS 'other';
-- sequence_privilege added
GRANT SELECT ON SEQUENCE app.base_id_seq TO reader;
-- sequence.cache
ALTER SEQUENCE app.seq CACHE 4;
-- sequence.owner
ALTER SEQUENCE app.seq OWNER TO app;
-- statistics.target
ALTER STATISTICS app.st SET STATISTICS 10;
-- statistics renamed
ALTER STATISTICS app.st RENAME TO stx;
-- statistics.owner
ALTER STATISTICS app.stx OWNER TO app;
-- statistics.comment
COMMENT ON STATISTICS app.stx IS 'y';
-- statistics renamed
ALTER STATISTICS app.stx SET SCHEMA public;
-- statistics removed
DROP STATISTICS app.st2;
-- view.options
ALTER VIEW app.v RESET (check_option);
-- view_column.default
ALTER VIEW app.v ALTER name DROP DEFAULT;
-- materialized_view.options
ALTER MATERIALIZED VIEW app.mv SET (fillfactor = 45);
-- from 15: materialized_view.tablespace
ALTER MATERIALIZED VIEW app.mv SET TABLESPACE spc2;
-- from 15: materialized_view.access_method
ALTER MATERIALIZED VIEW app.mv SET ACCESS METHOD heap;
-- view_column.statistics
ALTER MATERIALIZED VIEW app.mv ALTER name SET STATISTICS 4;
-- view_column.storage
ALTER MATERIALIZED VIEW app.mv ALTER body SET STORAGE EXTENDED;
-- view_column.options
ALTER MATERIALIZED VIEW app.mv ALTER name SET (n_distinct = 4);
-- materialized_view.cluster_on
ALTER MATERIALIZED VIEW app.mv SET WITHOUT CLUSTER;
-- materialized_view.depends_on_extensions
ALTER MATERIALIZED VIEW app.mv NO DEPENDS ON EXTENSION hstore;
-- partition.options
ALTER TABLE app.pt1 SET (fillfactor = 34);
-- trigger removed
ALTER TABLE app.pt1 ENABLE TRIGGER ptt;
-- column.statistics
ALTER TABLE app.pt1 ALTER b SET STATISTICS 5;
-- column.storage
ALTER TABLE app.pt1 ALTER b SET STORAGE EXTERNAL;
-- index removed
COMMENT ON INDEX app.pt1_b_idx IS NULL;
-- index added
ALTER INDEX app.pt1_b_idx SET (fillfactor = 20);
-- partition.cluster_on
ALTER TABLE app.pt1 CLUSTER ON pt1_pkey;
-- partition.replica_identity
ALTER TABLE app.pt1 REPLICA IDENTITY FULL;
-- primary_key added
ALTER INDEX app.pt1_pkey SET (fillfactor = 21);
-- rule added
CREATE RULE prl AS ON DELETE TO app.pt1 DO INSTEAD NOTHING;
-- partition removed
ALTER TABLE app.pt DETACH PARTITION app.pt1;
-- enum.labels
ALTER TYPE app.mood ADD VALUE 'great';
-- enum.owner
ALTER TYPE app.mood OWNER TO app;
-- domain.default
ALTER DOMAIN app.dd SET DEFAULT 'q';
-- check_constraint.comment
COMMENT ON CONSTRAINT dc ON DOMAIN app.dd IS 'other';
-- range_type.owner
ALTER TYPE app.fr OWNER TO app;
-- range_type renamed
ALTER TYPE app.fr RENAME TO fr2;
-- range_type.multirange
ALTER TYPE app.fmr RENAME TO fmr2;
-- privilege added
GRANT USAGE ON TYPE app.fr2 TO writer;
-- range_type.comment
COMMENT ON TYPE app.fr2 IS 'zz';
-- base_type.analyze
ALTER TYPE app.mybase SET (ANALYZE = pg_catalog.range_typanalyze);
-- base_type renamed
ALTER TYPE app.mybase RENAME TO mybase2;
-- base_type.comment
COMMENT ON TYPE app.mybase2 IS 'q';
-- privilege added
GRANT USAGE ON TYPE app.mybase2 TO reader;
-- base_type removed
DROP TYPE app.shelly;
-- base_type added
CREATE TYPE app.shell2;
-- collation renamed
ALTER COLLATION app.coll RENAME TO coll2;
-- collation.owner
ALTER COLLATION app.coll2 OWNER TO app;
-- collation.comment
COMMENT ON COLLATION app.coll2 IS 'x';
-- function.support
ALTER FUNCTION app.f3 SUPPORT pg_catalog.generate_series_int8_support;
-- function.depends_on_extensions
ALTER FUNCTION app.f3 NO DEPENDS ON EXTENSION hstore;
-- function.transforms
CREATE OR REPLACE FUNCTION app.ft(a app.mood) RETURNS int LANGUAGE plpgsql AS $$begin return 1; end$$;
-- function.cost
ALTER FUNCTION app.f1 COST 6;
-- function.settings
ALTER FUNCTION app.f1 RESET app.jwt_secret;
-- function.comment
COMMENT ON PROCEDURE app.p1 IS 'pp';
-- aggregate renamed
ALTER AGGREGATE app.agg(int) RENAME TO agg2;
-- aggregate.owner
ALTER AGGREGATE app.agg2(int) OWNER TO app;
-- aggregate.comment
COMMENT ON AGGREGATE app.agg2(int) IS 'x';
-- privilege removed
REVOKE EXECUTE ON FUNCTION app.agg2(int) FROM PUBLIC;
-- aggregate.parallel
CREATE OR REPLACE AGGREGATE app.mymax(int) (SFUNC = int4larger, STYPE = int, SORTOP = >, PARALLEL = SAFE);
-- aggregate.combine_function
CREATE OR REPLACE AGGREGATE app.mymax(int) (SFUNC = int4larger, STYPE = int, SORTOP = >, PARALLEL = SAFE, COMBINEFUNC = int4larger);
-- aggregate.sort_operator
CREATE OR REPLACE AGGREGATE app.mymax(int) (SFUNC = int4larger, STYPE = int, PARALLEL = SAFE, COMBINEFUNC = int4larger);
-- aggregate.initial
CREATE OR REPLACE AGGREGATE app.mymax(int) (SFUNC = int4larger, STYPE = int, PARALLEL = SAFE, COMBINEFUNC = int4larger, INITCOND = '4');
-- operator.restrict
ALTER OPERATOR app.=== (app.comp, app.comp) SET (RESTRICT = NONE);
-- operator.join
ALTER OPERATOR app.=== (app.comp, app.comp) SET (JOIN = NONE);
-- operator.owner
ALTER OPERATOR app.<<< (app.comp, app.comp) OWNER TO app;
-- operator.comment
COMMENT ON OPERATOR app.<<< (app.comp, app.comp) IS 'x';
-- operator removed
DROP OPERATOR app.!!! (NONE, int);
-- family_function removed
ALTER OPERATOR FAMILY app.loose USING hash DROP FUNCTION 1 (app.comp);
-- family_operator removed
ALTER OPERATOR FAMILY app.loose USING hash DROP OPERATOR 1 (app.comp, app.comp);
-- operator_family renamed
ALTER OPERATOR FAMILY app.fam USING btree RENAME TO fam2;
-- operator_family.owner
ALTER OPERATOR FAMILY app.fam2 USING btree OWNER TO app;
-- operator_family.comment
COMMENT ON OPERATOR FAMILY app.fam2 USING btree IS 'x';
-- family_function added
ALTER OPERATOR FAMILY app.fam2 USING btree ADD FUNCTION 4 (app.comp, app.comp) btequalimage(oid);
-- operator_class renamed
ALTER OPERATOR CLASS app.oc USING btree RENAME TO oc2;
-- operator_class.owner
ALTER OPERATOR CLASS app.oc2 USING btree OWNER TO app;
-- operator_class.comment
COMMENT ON OPERATOR CLASS app.oc2 USING btree IS 'y';
-- cast removed
DROP CAST (app.comp AS text);
-- cast added
CREATE CAST (app.comp AS text) WITH INOUT AS ASSIGNMENT;
-- cast.comment
COMMENT ON CAST (app.mood AS int) IS 'y';
-- transform.comment
COMMENT ON TRANSFORM FOR app.mood LANGUAGE plpgsql IS 'y';
-- transform.to_sql
CREATE OR REPLACE TRANSFORM FOR app.mood LANGUAGE plpgsql (FROM SQL WITH FUNCTION app.tf(internal));
-- enum renamed
ALTER TYPE app.mood RENAME TO mood2;
-- conversion renamed
ALTER CONVERSION app.conv RENAME TO conv2;
-- conversion.owner
ALTER CONVERSION app.conv2 OWNER TO app;
-- conversion.comment
COMMENT ON CONVERSION app.conv2 IS 'y';
-- conversion added
CREATE DEFAULT CONVERSION app.conv3 FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;
-- language renamed
ALTER LANGUAGE mylang RENAME TO mylang9;
-- language.owner
ALTER LANGUAGE mylang9 OWNER TO app;
-- language.comment
COMMENT ON LANGUAGE mylang9 IS 'r';
-- language.validator
CREATE OR REPLACE LANGUAGE mylang9 HANDLER app.lh INLINE app.li;
-- privilege added
GRANT USAGE ON LANGUAGE mylang2 TO reader;
-- access_method.comment
COMMENT ON ACCESS METHOD heap2 IS 'r';
-- access_method removed
DROP ACCESS METHOD btree2;
-- token_mapping.dictionaries
ALTER TEXT SEARCH CONFIGURATION app.cfg ALTER MAPPING FOR asciiword WITH english_stem;
-- token_mapping removed
ALTER TEXT SEARCH CONFIGURATION app.cfg DROP MAPPING FOR word;
-- text_search_configuration.owner
ALTER TEXT SEARCH CONFIGURATION app.cfg OWNER TO app;
-- text_search_configuration renamed
ALTER TEXT SEARCH CONFIGURATION app.cfg RENAME TO cfg2;
-- text_search_configuration.comment
COMMENT ON TEXT SEARCH CONFIGURATION app.cfg2 IS 'r';
-- text_search_dictionary.options
ALTER TEXT SEARCH DICTIONARY app.dict (accept = true);
-- text_search_dictionary.owner
ALTER TEXT SEARCH DICTIONARY app.dict OWNER TO app;
-- text_search_dictionary.comment
COMMENT ON TEXT SEARCH DICTIONARY app.dict IS 'r';
-- text_search_parser renamed
ALTER TEXT SEARCH PARSER app.prs RENAME TO prs2;
-- text_search_parser.comment
COMMENT ON TEXT SEARCH PARSER app.prs2 IS 'r';
-- text_search_template renamed
ALTER TEXT SEARCH TEMPLATE app.tmpl RENAME TO tmpl2;
-- text_search_template.comment
COMMENT ON TEXT SEARCH TEMPLATE app.tmpl2 IS 'r';
-- event_trigger.enabled
ALTER EVENT TRIGGER et ENABLE REPLICA;
-- nothing
ALTER EVENT TRIGGER et OWNER TO postgres;
-- event_trigger renamed
ALTER EVENT TRIGGER et RENAME TO et2;
-- event_trigger.comment
COMMENT ON EVENT TRIGGER et2 IS 'r';
-- foreign_data_wrapper.options
ALTER FOREIGN DATA WRAPPER w OPTIONS (SET debug 'false');
-- foreign_data_wrapper.handler
ALTER FOREIGN DATA WRAPPER w NO HANDLER;
-- foreign_data_wrapper.options, foreign_data_wrapper.validator
ALTER FOREIGN DATA WRAPPER w VALIDATOR public.postgres_fdw_validator OPTIONS (DROP debug, DROP api_token);
-- foreign_data_wrapper.comment
COMMENT ON FOREIGN DATA WRAPPER w IS 'r';
-- privilege removed
REVOKE USAGE ON FOREIGN DATA WRAPPER w FROM reader;
-- foreign_data_wrapper.validator
ALTER FOREIGN DATA WRAPPER w NO VALIDATOR;
-- foreign_server.options
ALTER SERVER srv OPTIONS (SET host 'h2');
-- foreign_server.options
ALTER SERVER srv OPTIONS (DROP password);
-- foreign_server.version
ALTER SERVER srv VERSION '1.3';
-- nothing
ALTER SERVER srv OWNER TO postgres;
-- foreign_server.comment
COMMENT ON SERVER srv IS 'r';
-- privilege.grantable
REVOKE GRANT OPTION FOR USAGE ON FOREIGN SERVER srv FROM reader;
-- foreign_server renamed
ALTER SERVER srv RENAME TO srv2;
-- user_mapping.options
ALTER USER MAPPING FOR reader SERVER srv2 OPTIONS (DROP password);
-- only pg_dump: nothing
ALTER USER MAPPING FOR reader SERVER srv2 OPTIONS (SET user 'other');
-- user_mapping removed
DROP USER MAPPING FOR PUBLIC SERVER srv2;
-- column.foreign_options
ALTER FOREIGN TABLE app.ftab ALTER a OPTIONS (SET column_name 'B');
-- table.foreign_options
ALTER FOREIGN TABLE app.ftab OPTIONS (SET table_name 't2');
-- publication.operations
ALTER PUBLICATION pub SET (publish = 'insert');
-- publication.via_root
ALTER PUBLICATION pub SET (publish_via_partition_root = false);
-- from 15: published_table.columns, published_table.columns, published_table.columns
ALTER PUBLICATION pub SET TABLE app.base (id, name) WHERE (id > 5), app.fk;
-- from 15: publication.schemas
ALTER PUBLICATION pubs DROP TABLES IN SCHEMA public;
-- published_table removed
ALTER PUBLICATION pub DROP TABLE app.fk;
-- publication renamed
ALTER PUBLICATION pub RENAME TO pub2;
-- nothing
ALTER PUBLICATION pub2 OWNER TO postgres;
-- publication.comment
COMMENT ON PUBLICATION pub2 IS 'r';
-- from 18: publication.generated_columns
ALTER PUBLICATION pubgen SET (publish_generated_columns = none);
-- subscription.binary
ALTER SUBSCRIPTION sub SET (binary = false);
-- subscription.synchronous_commit
ALTER SUBSCRIPTION sub SET (synchronous_commit = local);
-- from 15: subscription.disable_on_error
ALTER SUBSCRIPTION sub SET (disable_on_error = true);
-- from 16: subscription.password_required
ALTER SUBSCRIPTION sub SET (password_required = false);
-- from 16: subscription.run_as_owner
ALTER SUBSCRIPTION sub SET (run_as_owner = true);
-- from 16: subscription.origin
ALTER SUBSCRIPTION sub SET (origin = none);
-- from 18: subscription.streaming
ALTER SUBSCRIPTION sub SET (streaming = off);
-- connection_string.keywords
ALTER SUBSCRIPTION sub CONNECTION 'host=h user=SECRET dbname=x';
-- only pg_dump: nothing
ALTER SUBSCRIPTION sub CONNECTION 'host=h9 user=SECRET9 dbname=x';
-- subscription.slot
ALTER SUBSCRIPTION sub SET (slot_name = 'slotty');
-- subscription.slot
ALTER SUBSCRIPTION sub SET (slot_name = NONE);
-- subscription.comment
COMMENT ON SUBSCRIPTION sub IS 'r';
-- subscription renamed
ALTER SUBSCRIPTION sub RENAME TO subx;
-- privilege.privileges
ALTER DEFAULT PRIVILEGES FOR ROLE app GRANT UPDATE ON TABLES TO reader;
-- default_privilege added
ALTER DEFAULT PRIVILEGES FOR ROLE app IN SCHEMA app GRANT SELECT ON TABLES TO writer;
-- privilege added
ALTER DEFAULT PRIVILEGES FOR ROLE app REVOKE SELECT ON TABLES FROM app;
-- default_privilege removed
ALTER DEFAULT PRIVILEGES FOR ROLE app GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
-- from 18: default_privilege added
ALTER DEFAULT PRIVILEGES FOR ROLE app GRANT SELECT ON LARGE OBJECTS TO reader;
-- supplied_object removed
GRANT EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) TO PUBLIC;
-- supplied_object added
GRANT SELECT (rolsuper) ON pg_catalog.pg_authid TO writer;
-- supplied_object removed
REVOKE EXECUTE ON FUNCTION public.hstore(text,text) FROM reader;
-- supplied_object added
GRANT USAGE ON SCHEMA pg_catalog TO reader;
-- nothing
GRANT SELECT ON information_schema.tables TO reader;
-- only we: database.settings
ALTER DATABASE chronicle_everything SET app.password = 'x';
-- only we: database.settings
ALTER DATABASE chronicle_everything SET work_mem = '5MB';
-- only we: database.role_settings
ALTER ROLE app IN DATABASE chronicle_everything SET work_mem = '6MB';
-- only we: database.connection_limit
ALTER DATABASE chronicle_everything CONNECTION LIMIT 5;
-- only we: database.template
ALTER DATABASE chronicle_everything IS_TEMPLATE true;
-- only we: database.template
ALTER DATABASE chronicle_everything IS_TEMPLATE false;
-- only we: database.owner
ALTER DATABASE chronicle_everything OWNER TO app;
-- only we: privilege added
GRANT CREATE ON DATABASE chronicle_everything TO reader;
-- only we: database.comment
COMMENT ON DATABASE chronicle_everything IS 'r';
-- schema.owner
ALTER SCHEMA app OWNER TO app;
-- schema.comment
COMMENT ON SCHEMA app IS 'x';
-- extension.comment
COMMENT ON EXTENSION hstore IS 'x';
-- extension.schema
ALTER EXTENSION hstore SET SCHEMA app;
-- policy.comment
COMMENT ON POLICY pol ON app.fk IS 'q';
-- unique_constraint.comment
COMMENT ON CONSTRAINT base_u_name_key2 ON app.base IS 'q';
-- index.comment
COMMENT ON INDEX app.base_gist IS 'q';
-- foreign_key.comment
COMMENT ON CONSTRAINT fka ON app.fk IS 'q';
-- exclusion_constraint.comment
COMMENT ON CONSTRAINT base_r_excl ON app.base IS 'q';
-- composite_type.comment
COMMENT ON TYPE app.comp IS 'q';
-- column.comment
COMMENT ON COLUMN app.ftab.a IS 'q';
-- view_column.comment
COMMENT ON COLUMN app.mv.name IS 'q';
-- sequence.comment
COMMENT ON SEQUENCE app.seq IS 'q';
-- domain.comment
COMMENT ON DOMAIN app.dd IS 'q';
-- base_type.comment
COMMENT ON TYPE app.shell2 IS 'q';
-- trigger.comment
COMMENT ON TRIGGER t2 ON app.fk IS 'q';
-- privilege added
GRANT SELECT ON app.mv TO reader;
-- privilege added
GRANT SELECT (id) ON app.mv TO reader;
-- privilege added
GRANT SELECT ON app.ftab TO reader;
-- privilege added
GRANT USAGE ON TYPE app.dd TO reader WITH GRANT OPTION;
-- table.unlogged
ALTER TABLE app.un SET LOGGED;
-- table.force_row_security
ALTER TABLE app.fk NO FORCE ROW LEVEL SECURITY;
-- column added
ALTER TABLE app.un ADD COLUMN b text DEFAULT 'x' NOT NULL;
-- column.type
ALTER TABLE app.un ALTER b TYPE varchar(20);
-- column.default
ALTER TABLE app.un ALTER b DROP DEFAULT;
-- column.default
ALTER TABLE app.un ALTER b SET DEFAULT 'y';
-- column.nullable
ALTER TABLE app.un ALTER b DROP NOT NULL;
-- column.nullable
ALTER TABLE app.un ALTER b SET NOT NULL;
-- column.collation
ALTER TABLE app.un ALTER b TYPE varchar(20) COLLATE "C";
-- column renamed
ALTER TABLE app.un RENAME b TO bb;
-- column.comment
COMMENT ON COLUMN app.un.bb IS 'x';
-- privilege added
GRANT SELECT (bb) ON app.un TO reader;
-- privilege removed
REVOKE SELECT (bb) ON app.un FROM reader;
-- column added
ALTER TABLE app.un ADD g int GENERATED ALWAYS AS (a * 2) STORED;
-- column.generated
ALTER TABLE app.un ALTER g DROP EXPRESSION;
-- column.nullable
ALTER TABLE app.un ALTER g SET NOT NULL;
-- column.identity
ALTER TABLE app.un ALTER g ADD GENERATED ALWAYS AS IDENTITY;
-- column.identity
ALTER TABLE app.un ALTER g SET MAXVALUE 1000;
-- column.identity
ALTER TABLE app.un ALTER g DROP IDENTITY;
-- primary_key added
ALTER TABLE app.un ADD CONSTRAINT un_pk PRIMARY KEY (g);
-- primary_key.name
ALTER TABLE app.un RENAME CONSTRAINT un_pk TO un_pk2;
-- primary_key removed
ALTER TABLE app.un DROP CONSTRAINT un_pk2;
-- unique_constraint added
ALTER TABLE app.un ADD CONSTRAINT un_u UNIQUE (a, bb) DEFERRABLE;
-- unique_constraint removed
ALTER TABLE app.un DROP CONSTRAINT un_u;
-- check_constraint added
ALTER TABLE app.un ADD CONSTRAINT un_c CHECK (a > 0) NOT VALID;
-- check_constraint.valid
ALTER TABLE app.un VALIDATE CONSTRAINT un_c;
-- check_constraint removed
ALTER TABLE app.un DROP CONSTRAINT un_c;
-- check_constraint added
ALTER TABLE app.un ADD CONSTRAINT un_c CHECK (a > 0) NO INHERIT;
-- foreign_key.deferrable, foreign_key.initially_deferred
ALTER TABLE app.fk ALTER CONSTRAINT fka NOT DEFERRABLE;
-- foreign_key.valid
ALTER TABLE app.fk VALIDATE CONSTRAINT fkb;
-- foreign_key removed
ALTER TABLE app.fk DROP CONSTRAINT fkb;
-- foreign_key added
ALTER TABLE app.fk ADD CONSTRAINT fkb FOREIGN KEY (b) REFERENCES app.base (id) MATCH FULL ON UPDATE CASCADE;
-- from 18: foreign_key.enforced, foreign_key.valid
ALTER TABLE app.fk ALTER CONSTRAINT fkb NOT ENFORCED;
-- from 15: foreign_key added
ALTER TABLE app.fk ADD CONSTRAINT fkc FOREIGN KEY (a, b) REFERENCES app.pair2 (x, y) ON DELETE SET NULL (b);
-- index added
CREATE INDEX un_a ON app.un (a DESC NULLS LAST) INCLUDE (bb);
-- index removed
DROP INDEX app.un_a;
-- index added
CREATE UNIQUE INDEX un_a ON app.un (a) WHERE a > 5;
-- index removed
DROP INDEX app.un_a;
-- index added
CREATE INDEX un_h ON app.un USING hash (a);
-- index renamed
ALTER INDEX app.un_h RENAME TO un_hash;
-- table.owner
ALTER TABLE app.un OWNER TO app;
-- table renamed
ALTER TABLE app.un RENAME TO un_new;
-- table renamed
ALTER TABLE app.un_new SET SCHEMA public;
-- table renamed
ALTER TABLE public.un_new SET SCHEMA app;
-- table renamed
ALTER TABLE app.un_new RENAME TO un;
-- table.comment
COMMENT ON TABLE app.un IS 'q';
-- table.row_security
ALTER TABLE app.un ENABLE ROW LEVEL SECURITY;
-- policy added
CREATE POLICY own ON app.un USING (a = 1) WITH CHECK (a = 2);
-- policy.using
ALTER POLICY own ON app.un USING (a = 3);
-- policy.roles
ALTER POLICY own ON app.un TO reader;
-- policy.check
ALTER POLICY own ON app.un WITH CHECK (true);
-- policy renamed
ALTER POLICY own ON app.un RENAME TO own2;
-- policy removed
DROP POLICY own2 ON app.un;
-- privilege added
GRANT INSERT, UPDATE ON app.un TO writer;
-- privilege.privileges
REVOKE UPDATE ON app.un FROM writer;
-- privilege removed
REVOKE ALL ON app.un FROM writer;
-- privilege added
REVOKE INSERT ON app.un FROM app;
-- trigger added
CREATE TRIGGER first BEFORE INSERT OR UPDATE ON app.un FOR EACH ROW EXECUTE FUNCTION app.trg();
-- trigger.events
CREATE OR REPLACE TRIGGER first BEFORE INSERT OR DELETE ON app.un FOR EACH ROW EXECUTE FUNCTION app.trg();
-- trigger.arguments
CREATE OR REPLACE TRIGGER first BEFORE INSERT OR DELETE ON app.un FOR EACH ROW EXECUTE FUNCTION app.trg('a');
-- trigger removed
DROP TRIGGER first ON app.un;
-- view.definition
CREATE OR REPLACE VIEW app.v WITH (security_barrier) AS SELECT id, name FROM app.base WHERE id > 3;
-- view_column renamed
ALTER VIEW app.v RENAME COLUMN name TO title;
-- view.owner
ALTER VIEW app.v OWNER TO app;
-- view renamed
ALTER VIEW app.v RENAME TO w;
-- from 15: view.options
ALTER VIEW app.w SET (security_invoker = true);
-- function.body
CREATE OR REPLACE FUNCTION app.f3(a int) RETURNS SETOF int LANGUAGE sql SUPPORT pg_catalog.generate_series_int8_support AS 'select 2';
-- function.volatility
ALTER FUNCTION app.f3 IMMUTABLE;
-- function.strict
ALTER FUNCTION app.f3 STRICT;
-- function.parallel
ALTER FUNCTION app.f3 PARALLEL SAFE;
-- function.leakproof
ALTER FUNCTION app.f3 LEAKPROOF;
-- function.security_definer
ALTER FUNCTION app.f3 SECURITY DEFINER;
-- function.rows
ALTER FUNCTION app.f3 ROWS 5;
-- function.settings
ALTER FUNCTION app.f3 SET work_mem = '4MB';
-- function.owner
ALTER FUNCTION app.f3 OWNER TO app;
-- function renamed
ALTER FUNCTION app.f3 RENAME TO f33;
-- function renamed
ALTER PROCEDURE app.p1 SET SCHEMA public;
-- function removed
DROP FUNCTION app.f33;
-- sequence.type
ALTER SEQUENCE app.seq AS bigint;
-- sequence.increment
ALTER SEQUENCE app.seq INCREMENT -3;
-- sequence.min_value
ALTER SEQUENCE app.seq MINVALUE -20;
-- sequence.max_value
ALTER SEQUENCE app.seq MAXVALUE 101;
-- sequence.start
ALTER SEQUENCE app.seq START 51;
-- sequence.cycle
ALTER SEQUENCE app.seq NO CYCLE;
-- sequence.owned_by
ALTER SEQUENCE app.seq OWNED BY app.un.a;
-- sequence renamed
ALTER SEQUENCE app.seq RENAME TO seq2;
-- enum.labels renamed
ALTER TYPE app.mood2 RENAME VALUE 'ok' TO 'fine';
-- check_constraint added
ALTER DOMAIN app.dd ADD CONSTRAINT d2 CHECK (VALUE <> 'z');
-- domain.nullable
ALTER DOMAIN app.dd SET NOT NULL;
-- domain renamed
ALTER DOMAIN app.dd RENAME TO dd2;
-- composite_type added
CREATE TYPE app.lone AS (x int);
-- attribute added
ALTER TYPE app.lone ADD ATTRIBUTE y text;
-- attribute.type
ALTER TYPE app.lone ALTER ATTRIBUTE y TYPE varchar;
-- attribute renamed
ALTER TYPE app.lone RENAME ATTRIBUTE y TO z;
-- attribute removed
ALTER TYPE app.lone DROP ATTRIBUTE x;
-- partition added
CREATE TABLE app.pt3 PARTITION OF app.pt FOR VALUES FROM (20) TO (30);
-- column added
ALTER TABLE app.pt3 ALTER c SET DEFAULT 5;
-- partition.owner
ALTER TABLE app.pt3 OWNER TO app;
-- check_constraint added
ALTER TABLE app.pt3 ADD CONSTRAINT pt3c CHECK (c > 0);
-- partition renamed
ALTER TABLE app.pt3 RENAME TO pt33;
-- index added
CREATE INDEX pt_c ON app.pt (c);
-- column added
ALTER TABLE app.pt ADD COLUMN d int;
-- partition removed
DROP TABLE app.pt33;
-- materialized_view removed
DROP MATERIALIZED VIEW app.mv;
-- event_trigger removed
DROP EVENT TRIGGER et2;
-- from 18: published_table removed, table removed
DROP TABLE app.virt;
-- extension removed, index removed
DROP EXTENSION btree_gist CASCADE;
-- schema added
CREATE SCHEMA extra;
-- schema removed
DROP SCHEMA extra;
