.mode list
create table item(id integer primary key, name text not null, price real, tags text);
create index item_name on item(name);
with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000)
  insert into item select i, printf('item-%05d', (i * 7919) % 10007), i / 7.0, json_array(i % 3, i % 5) from n;
select count(*), sum(price), min(name), max(name) from item;
explain query plan select * from item where name > 'item-05000' order by name limit 3;
select id, name, round(price, 3) from item where name > 'item-05000' order by name limit 3;
select j.value, count(*) from item, json_each(item.tags) j group by 1 order by 1;
select id, sum(price) over (order by id rows between 2 preceding and current row) from item limit 5;
begin;
delete from item where id % 2;
select count(*) from item;
rollback;
select count(*) from item;
create table child(item references item(id) on delete cascade, note text check (length(note) < 10));
pragma foreign_keys = on;
insert into child values (1, 'short');
delete from item where id = 1;
select count(*) from child;
create virtual table words using fts5(body);
insert into words values ('the quick brown fox'), ('jumps over the lazy dog'), ('quick quick');
select body, round(bm25(words), 4) from words where words match 'quick' order by rank;
create virtual table box using rtree(id, x0, x1, y0, y1);
insert into box select id, id, id + 1, price, price + 1 from item;
select count(*) from box where x0 > 100 and y1 < 50;
create trigger log after update on item begin insert into child values (new.id, 'upd'); end;
update item set price = price * 2 where id between 10 and 20;
select count(*), max(note) from child;
select quote(zeroblob(4)), typeof(1e999), 9223372036854775807 + 1, sqrt(2), like('a%', 'ABC');
vacuum;
pragma integrity_check;
select sha from (select count(*) as sha from sqlite_schema);
.dump child
