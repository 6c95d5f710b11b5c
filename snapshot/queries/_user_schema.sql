$1 !~ '^pg_' AND $1 <> 'information_schema'
