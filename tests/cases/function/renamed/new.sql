ALTER FUNCTION stamp() RENAME TO set_stamp;
ALTER FUNCTION even(integer) RENAME TO is_even;
