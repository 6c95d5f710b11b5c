create table users (id uuid primary key, email citext not null);  -- the extension is missing
create table sessions (id uuid primary key, user_id uuid references users);
create table settings (key text primary key, value text);
