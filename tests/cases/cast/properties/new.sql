DROP CAST (mood AS integer);
CREATE CAST (mood AS integer) WITH FUNCTION to_number(mood) AS ASSIGNMENT;
COMMENT ON CAST (mood AS integer) IS 'how good';
DROP CAST (pair AS text);
CREATE CAST (text AS pair) WITH INOUT AS IMPLICIT;
