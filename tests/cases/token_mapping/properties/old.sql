CREATE TEXT SEARCH TEMPLATE plain (LEXIZE = dsimple_lexize, INIT = dsimple_init);
CREATE TEXT SEARCH PARSER words (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH DICTIONARY names (TEMPLATE = plain, accept = false);
CREATE TEXT SEARCH CONFIGURATION our (PARSER = words);
ALTER TEXT SEARCH CONFIGURATION our ADD MAPPING FOR asciiword, word WITH names, pg_catalog.simple;
