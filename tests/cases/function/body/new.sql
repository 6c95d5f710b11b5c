CREATE OR REPLACE FUNCTION pay() RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
    -- the first line
    RETURN 2;
END
$$;
CREATE OR REPLACE FUNCTION parsed(a integer) RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT a + 2; END;
