CREATE TABLE users (a integer, b text);
