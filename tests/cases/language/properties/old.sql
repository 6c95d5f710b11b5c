CREATE FUNCTION handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE LANGUAGE talk HANDLER handler INLINE plpgsql_inline_handler;
CREATE TRUSTED LANGUAGE closed HANDLER handler;
