ALTER SUBSCRIPTION news SET (binary = true, synchronous_commit = local);
ALTER SUBSCRIPTION news SET PUBLICATION b, a WITH (refresh = false);
COMMENT ON SUBSCRIPTION news IS 'from the shop';
