//! A bot that says again what is said to it: whatever begins with `!echo` in any channel it sees.
//!
//! ```sh
//! cargo run -p parlor-client --example echo -- https://chat.example.org echo 'its password'
//! ```
//!
//! It answers each message once: the nonce is made of the id of what it answers, so that a repeat
//! after a lost connection, or a restart of the bot, is no second answer.

use std::process::ExitCode;

use parlor_client::{Error, Options, Secret, Server, Update, outbox::Pending};
use parlor_protocol::event::Event;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, username, password] = &arguments[..] else {
        eprintln!("echo <address> <username> <password>");
        return ExitCode::from(2);
    };
    match run(address, username, &Secret::new(password)).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("echo: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(address: &str, username: &str, password: &Secret) -> Result<(), Error> {
    let account = Server::new(address)?.login(username, password).await?;
    // From today's positions on: nothing of before, everything from now.
    let sync = account.sync().await?;
    let me = sync.me.user.id;
    let mut live = account.live(Options {
        streams: sync.streams,
        ..Options::default()
    });
    let handle = live.handle();
    while let Some(update) = live.next().await {
        let Update::Event(Event::NewMessage { message, .. }) = update else {
            continue;
        };
        if message.author.id == me {
            continue;
        }
        if let Some(text) = message.content.strip_prefix("!echo ") {
            let nonce = format!("echo-{}", message.id);
            let mut answer = Pending::text(message.channel_id, nonce, text);
            answer.reply_to_id = Some(message.id);
            if let Err(why) = handle.write(answer).await {
                eprintln!("echo: {why}");
            }
        }
    }
    live.why().await.map_or(Ok(()), Err)
}
