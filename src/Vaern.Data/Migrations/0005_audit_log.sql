-- Times in events are compared byte by byte, and a stream is found by the number that its first event carries: so the log is
-- read by number without a look past row-level security.
drop index stream_event_at;
create index stream_event_at on stream_event ((event_at(line) collate "C"), stream_id, seq);

create function event_number(line bytea) returns text language sql immutable parallel safe as
$$ select substring(encode(substring(line from 1 for 600), 'escape') from '"subject":"(?:case|report):([A-Z]-[0-9]{4}-[0-9]{4,})"') $$;

create index stream_event_number on stream_event (event_number(line)) where seq = 0;
