create table demand_comments (id uuid primary key, body text not null);
