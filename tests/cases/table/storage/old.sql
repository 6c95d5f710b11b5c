CREATE TYPE pair AS (a integer, b text);
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE a (id text) WITH (fillfactor = 70, toast.autovacuum_enabled = off);
CREATE TABLE b OF pair;
CREATE TABLE c (id integer);
