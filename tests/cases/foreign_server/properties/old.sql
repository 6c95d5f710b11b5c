CREATE FOREIGN DATA WRAPPER far;
CREATE SERVER there TYPE 'warehouse' VERSION '1' FOREIGN DATA WRAPPER far OPTIONS (host 'a', password 'do not show this', url 'https://me:do-not-show@there/');
CREATE SERVER old_name FOREIGN DATA WRAPPER far;
