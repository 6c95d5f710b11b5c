CREATE TABLE p (a integer) PARTITION BY LIST (a);
CREATE TABLE p2 (a integer);
