CREATE FUNCTION pay() RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
    -- the first line
    RETURN 1;
END
$$;
CREATE FUNCTION parsed(a integer) RETURNS integer LANGUAGE sql RETURN a + 1;
