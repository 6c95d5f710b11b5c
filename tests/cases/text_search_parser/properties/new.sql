COMMENT ON TEXT SEARCH PARSER words IS 'cuts into words';
CREATE TEXT SEARCH PARSER parts (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype, HEADLINE = prsd_headline);
