-- How many rows, and which transactions wrote them: each row that is written has a new xmin.
count(*), sum(hashtext($1.xmin::text))
