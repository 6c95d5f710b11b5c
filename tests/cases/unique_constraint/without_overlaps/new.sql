ALTER TABLE rooms DROP CONSTRAINT rooms_pkey;
ALTER TABLE rooms ADD CONSTRAINT rooms_pkey PRIMARY KEY (id, during WITHOUT OVERLAPS);
ALTER TABLE rooms ADD CONSTRAINT rooms_unique UNIQUE (id, during WITHOUT OVERLAPS);
CREATE TABLE bookings (room integer, during tsrange, CONSTRAINT bookings_room FOREIGN KEY (room, PERIOD during) REFERENCES rooms (id, PERIOD during));
