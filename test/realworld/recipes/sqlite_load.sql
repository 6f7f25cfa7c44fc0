create table t(a integer primary key, b text, c real);
with recursive n(i) as (select 1 union all select i + 1 from n where i < 400000)
  insert into t select i, printf('%08x', (i * 2654435761) % 4294967296), i * 0.5 from n;
create index t_b on t(b);
select count(*), sum(c) from t where b between '40000000' and '80000000';
select substr(b, 1, 2) as k, count(*), avg(c) from t group by k order by 2 desc limit 5;
select count(*) from t x join t y on x.b = y.b and x.a < y.a + 1;
update t set c = c + 1 where a % 3 = 0;
delete from t where b like '%7';
select count(*), sum(c) from t;
