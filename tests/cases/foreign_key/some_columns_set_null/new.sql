ALTER TABLE posts DROP CONSTRAINT posts_author;
ALTER TABLE posts ADD CONSTRAINT posts_author FOREIGN KEY (tenant, author) REFERENCES users ON DELETE SET NULL (author);
