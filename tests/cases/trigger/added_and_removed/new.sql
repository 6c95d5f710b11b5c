DROP TRIGGER gone ON users;
CREATE TRIGGER touched BEFORE INSERT OR UPDATE OF email, id ON users FOR EACH ROW
    WHEN (new.email IS NOT NULL AND new.id > 0) EXECUTE FUNCTION stamp('it''s', 'é\x', '2');
CREATE TRIGGER emptied AFTER TRUNCATE ON users EXECUTE FUNCTION stamp();
COMMENT ON TRIGGER touched ON users IS 'keeps at';
