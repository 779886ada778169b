/** All are fenced by the count of attempts: whoever lost its lease settles nothing. */
const MINE = "id = $1 and subscriber = $2 and attempts = $3";

export const statements = {
  publish: {
    name: "broker publish",
    text: `with arrived as (
        insert into message (id, subscriber, event, version, key, payload, envelope, expires_at)
        select (item ->> 'id')::uuid, subscription.subscriber, item ->> 'event', (item ->> 'version')::int,
          item ->> 'key', item -> 'payload', item -> 'envelope',
          now() + (item ->> 'retainMs')::float8 * interval '1 millisecond'
        from jsonb_array_elements($1::jsonb) with ordinality as published(item, place)
        join subscription on subscription.event = item ->> 'event'
        order by place
        on conflict (id, subscriber) do nothing
        returning 1
      ) select pg_notify($2, '') from arrived limit 1`,
  },
  // The first of each key alone: what follows waits until that one is settled. Leases end one after the other, so that a message
  // which ends its process takes the same neighbours with it but once.
  claim: {
    name: "broker claim",
    text: `update message set attempts = attempts + 1,
        leased_until = now() + $3 * (1 + random() / 3) * interval '1 millisecond'
      where (id, subscriber) in (
        select id, subscriber from message as next
        where subscriber = any($1) and available_at <= now() and (leased_until is null or leased_until < now())
          and not exists (
            select from message as earlier
            where earlier.subscriber = next.subscriber and earlier.key = next.key and earlier.position < next.position
          )
        order by position
        limit $2
        for update skip locked
      )
      returning id, subscriber, event, version, key, payload, envelope, attempts`,
  },
  done: { name: "broker done", text: `delete from message where ${MINE}` },
  retry: {
    name: "broker retry",
    text: `update message set leased_until = null, available_at = now() + $4 * interval '1 millisecond' where ${MINE}`,
  },
  bury: {
    name: "broker bury",
    text: `with dead as (delete from message where ${MINE} returning *)
      insert into dead_letter (id, subscriber, event, version, key, payload, envelope, attempts, reason, expires_at)
      select id, subscriber, event, version, key, payload, envelope, attempts, $4,
        now() + $5 * interval '1 millisecond' from dead
      on conflict (id, subscriber) do nothing`,
  },
  depth: { name: "broker depth", text: "select count(*) as depth from message" },
  deadLetters: {
    name: "broker dead letters",
    text: `select id, subscriber, event, version, key, payload, envelope, attempts, reason, died_at as "diedAt"
      from dead_letter order by died_at, id`,
  },
  replay: {
    name: "broker replay",
    text: `with risen as (delete from dead_letter where id = $1 and subscriber = $2 returning *), arrived as (
        insert into message (id, subscriber, event, version, key, payload, envelope, expires_at)
        select id, subscriber, event, version, key, payload, envelope, now() + $3 * interval '1 millisecond' from risen
        on conflict (id, subscriber) do nothing
        returning 1
      ) select pg_notify($4, '') from arrived`,
  },
  discard: { name: "broker discard", text: "delete from dead_letter where id = $1 and subscriber = $2" },
  purgeMessages: { name: "broker purge", text: "delete from message where expires_at < now()" },
  purgeDeadLetters: { name: "broker purge dead letters", text: "delete from dead_letter where expires_at < now()" },
} as const;
