//! How the engines go about the statements: none reads a whole table, so that none grows slow as
//! tables grow.

use sqlx::{PgConnection, SqliteConnection};

use super::{Connection, Dialect, Row, Statement, postgres, sqlite, statements};

/// On SQLite each finds what it looks for by an index.
#[tokio::test]
async fn sqlite_scans_no_table() {
    let (_database, mut connection) = sqlite().await;
    let mut scans = Vec::new();
    for statement in statements(Dialect::Sqlite).filter(|each| !is_seldom(each)) {
        for step in sqlite_plan(&mut connection, statement).await {
            if step.starts_with("SCAN ") && !is_harmless(&step) {
                scans.push(format!("{statement}: {step}"));
            }
        }
    }
    assert!(scans.is_empty(), "{scans:#?}");
}

/// And so it does on PostgreSQL. Its tables are empty here, where reading all of one is cheapest;
/// so it is told to do that only where it has no other way.
#[tokio::test]
async fn postgres_scans_no_table() {
    let Some((database, mut connection)) = postgres().await else {
        return;
    };
    sqlx::raw_sql("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan")
        .execute(&mut connection)
        .await
        .unwrap();
    let mut scans = Vec::new();
    for statement in statements(Dialect::Postgres).filter(|each| !is_seldom(each)) {
        for step in postgres_plan(&mut connection, statement).await {
            if step.contains("Seq Scan") {
                scans.push(format!("{statement}: {step}"));
            }
        }
    }
    assert!(scans.is_empty(), "{scans:#?}");
    connection.close().await.unwrap();
    database.remove().await;
}

/// What is read in pages is read in the order of an index: a page does not cost the sorting of
/// everything it is cut from. The sessions of one person are few.
#[tokio::test]
async fn pages_are_not_sorted() {
    let (_database, mut connection) = sqlite().await;
    let (mut pages, mut sorted) = (0, Vec::new());
    for statement in statements(Dialect::Sqlite) {
        if !statement.sql.contains(" LIMIT ")
            || is_surplus_of_sessions(statement)
            || is_seldom(statement)
        {
            continue;
        }
        pages += 1;
        let plan = sqlite_plan(&mut connection, statement).await;
        if plan.iter().any(|step| step.starts_with("USE TEMP B-TREE")) {
            sorted.push(format!("{statement}: {plan:?}"));
        }
    }
    assert!(sorted.is_empty(), "{sorted:#?}");
    assert!(pages > 8, "{pages} statements read pages");
}

fn is_surplus_of_sessions(statement: &Statement) -> bool {
    statement.sql.contains("UPDATE sessions") && statement.sql.contains("ORDER BY last_used_at")
}

/// What all pictures of previews come to is counted after the start, and when there may be too many:
/// once for each sixteenth of what they may come to.
fn is_seldom(statement: &Statement) -> bool {
    let counts = ["SUM(size_bytes)", "FROM embed_images"];
    is_done_once(statement)
        || is_counted_for_a_reader(statement)
        || counts.iter().all(|part| statement.sql.contains(part))
}

/// Who runs the instance looks at how much there is of everything.
fn is_counted_for_a_reader(statement: &Statement) -> bool {
    statement.file.ends_with("src/stored.rs")
}

/// These read the list of tables, or the list of migrations, once at the start; or end all that
/// is in a database once it was restored.
fn is_done_once(statement: &Statement) -> bool {
    let schema = ["sqlite_master", "pg_class", "parlor_migrations"];
    let restored = [
        "UPDATE sessions SET revoked_at = $1 WHERE revoked_at IS NULL",
        "UPDATE refresh_tokens SET revoked = TRUE WHERE revoked = FALSE",
        "DELETE FROM push_subscriptions",
    ];
    schema.iter().any(|table| statement.sql.contains(table)) || restored.contains(&statement.sql)
}

/// A list that was handed in, a row that stands for none, what a query counts that it found by an
/// index, and the index of words, which is "scanned" for what matches or for one row.
fn is_harmless(step: &str) -> bool {
    let harmless = [
        "SCAN json_each",
        "SCAN e VIRTUAL TABLE",
        "SCAN CONSTANT ROW",
        "SCAN counted",
    ];
    harmless.iter().any(|start| step.starts_with(start))
        || (step.contains("VIRTUAL TABLE INDEX") && (step.contains(":M") || step.ends_with('=')))
}

async fn sqlite_plan(connection: &mut SqliteConnection, statement: &Statement) -> Vec<String> {
    let explain = format!("EXPLAIN QUERY PLAN {}", statement.sql);
    let steps = sqlx::raw_sql(sqlx::AssertSqlSafe(explain));
    let steps = steps.fetch_all(connection).await.unwrap();
    steps.iter().map(|step| step.get("detail")).collect()
}

/// PostgreSQL explains a statement with binds only when it is prepared and run with some: here
/// each is NULL.
async fn postgres_plan(connection: &mut PgConnection, statement: &Statement) -> Vec<String> {
    let binds = (1..20).take_while(|n| statement.sql.contains(&format!("${n}")));
    let nulls = vec!["NULL"; binds.count()].join(", ");
    let arguments = if nulls.is_empty() {
        nulls
    } else {
        format!("({nulls})")
    };
    let prepare = format!("DEALLOCATE ALL; PREPARE asked AS {}", statement.sql);
    let prepare = sqlx::raw_sql(sqlx::AssertSqlSafe(prepare));
    prepare.execute(&mut *connection).await.unwrap();
    let explain = format!("EXPLAIN EXECUTE asked {arguments}");
    let steps = sqlx::raw_sql(sqlx::AssertSqlSafe(explain));
    let steps = steps.fetch_all(connection).await.unwrap();
    steps.iter().map(|step| step.get(0)).collect()
}
