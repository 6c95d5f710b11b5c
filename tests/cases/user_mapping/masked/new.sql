ALTER USER MAPPING FOR reader SERVER there OPTIONS (SET user 'no difference', DROP password);
DROP USER MAPPING FOR PUBLIC SERVER there;
CREATE USER MAPPING FOR writer SERVER there OPTIONS (password 'do not show this');
