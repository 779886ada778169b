/** So many months after this one have their part already. */
const AHEAD = 3;

/** What both functions are: the owner's, whoever calls them, and soon given up where they would keep others waiting. */
const AS_OWNER = `language plpgsql security definer
      set search_path = pg_catalog, pg_temp set lock_timeout = '3s' set timezone = 'UTC'`;

const keepMonths = (
  schema: string,
): string => `create or replace function "${schema}"."_keep_months"() returns int ${AS_OWNER}
      -- What rows own stays while they move: the trigger that lets it go with them reads this.
      set keybeam.moves = 'on' as $$
    declare
      one record; month timestamp; name text; low text; high text; made int := 0;
    begin
      -- One after the other: each sees what the one before it has made.
      perform pg_advisory_xact_lock(hashtextextended('months of ${schema}', 0));
      for one in
        select c.relname, a.attname, d.relname as rest
        from pg_partitioned_table p
          join pg_class c on c.oid = p.partrelid
          join pg_namespace n on n.oid = c.relnamespace
          join pg_attribute a on a.attrelid = c.oid and a.attnum = p.partattrs[0]
          left join pg_class d on d.oid = p.partdefid
        where n.nspname = '${schema}' and p.partstrat = 'r'
      loop
        for ahead in 0..${AHEAD} loop
          month := date_trunc('month', now() at time zone 'UTC') + make_interval(months => ahead);
          name := '_' || left(one.relname, 50) || to_char(month, '"_p"YYYY_MM');
          low := to_char(month, 'YYYY-MM-DD') || ' 00:00:00+00';
          high := to_char(month + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00';
          continue when to_regclass(format('%I.%I', '${schema}', name)) is not null;
          begin
            execute format('create table %1$I.%2$I (like %1$I.%3$I including all)', '${schema}', name, one.relname);
            -- What came before its month had a part lies in the default one, and that takes none of it from then on.
            if one.rest is not null then
              execute format('lock table %I.%I in access exclusive mode', '${schema}', one.rest);
              execute format('with moved as (delete from %1$I.%2$I where %3$I >= %4$L and %3$I < %5$L returning *)
                insert into %1$I.%6$I select * from moved', '${schema}', one.rest, one.attname, low, high, name);
            end if;
            execute format('alter table %1$I.%2$I attach partition %1$I.%3$I for values from (%4$L) to (%5$L)',
              '${schema}', one.relname, name, low, high);
            made := made + 1;
          exception
            -- Next time: somebody works with it. Or never: the month has its part under another name.
            when lock_not_available or invalid_object_definition then null;
          end;
        end loop;
      end loop;
      return made;
    end $$`;

const dropMonths = (
  schema: string,
): string => `create or replace function "${schema}"."_drop_months"(of text, before timestamptz) returns int ${AS_OWNER} as $$
    declare
      one record; dropped int := 0;
    begin
      for one in
        select part.relname, substring(pg_get_expr(part.relpartbound, part.oid) from $q$TO \\('([^']+)'\\)$q$)::timestamptz as ends
        from pg_inherits i
          join pg_class part on part.oid = i.inhrelid
          join pg_class whole on whole.oid = i.inhparent
          join pg_namespace n on n.oid = whole.relnamespace
        where n.nspname = '${schema}' and whole.relname = of
      loop
        continue when one.ends is null or one.ends > before;
        begin
          execute format('drop table %I.%I', '${schema}', one.relname);
          dropped := dropped + 1;
        exception
          when lock_not_available then null;
        end;
      end loop;
      return dropped;
    end $$`;

/** Who works with the rows of a service may make the parts that come and drop those that are old, and change no table otherwise. */
export const monthFunctions = (schema: string): readonly string[] => [keepMonths(schema), dropMonths(schema)];
