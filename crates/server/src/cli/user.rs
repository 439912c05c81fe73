//! `parlor user`: accounts, for who runs the instance.

use std::fmt::Write;

use clap::{Args, Subcommand};
use parlor_protocol::{
    ids::{ChannelId, SpaceId, UserId},
    limits::Limits,
    text::{self, Refused},
};
use parlor_storage::accounts::{AccountRow, Entry, NewAccount, RegisterError};

use super::{Failure, Place, beside, note, password, print};
use crate::{app::App, clock};

/// How many accounts are read at once.
const PAGE: u32 = 500;

/// People: who has an account.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Makes an account; the first one owns the instance.
    Add(Add),
    /// Gives an account another password, and signs its owner out everywhere.
    ResetPassword(ResetPassword),
    /// Lists all accounts.
    List {
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, Args)]
pub(super) struct Add {
    /// Letters, digits, `_`, `-` and `.`.
    username: String,
    /// What others see [default: the username].
    #[arg(long, value_name = "NAME")]
    display_name: Option<String>,
    /// Can be used to sign in.
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// Reads the password from standard input instead of making one.
    #[arg(long)]
    password_stdin: bool,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Args)]
pub(super) struct ResetPassword {
    /// The username or the e-mail address.
    name: String,
    /// Reads the password from standard input instead of making one.
    #[arg(long)]
    password_stdin: bool,
    #[command(flatten)]
    place: Place,
}

pub(super) async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Add(add) => beside(&add.place, async |app| add.run(app).await).await,
        Command::ResetPassword(reset) => {
            beside(&reset.place, async |app| reset.run(app).await).await
        }
        Command::List { place } => beside(&place, list).await,
    }
}

impl Add {
    async fn run(&self, app: &App) -> Result<(), Failure> {
        self.check(&app.config.limits)?;
        let has_owner = app.storage.accounts().has_owner().await?;
        let chosen = password::choose(app, self.password_stdin, &self.username)?;
        let display_name = self.display_name.as_ref().unwrap_or(&self.username);
        let account = NewAccount {
            id: UserId::from_raw(app.ids.next()),
            username: self.username.clone(),
            email: self.email.clone(),
            display_name: display_name.clone(),
            password: chosen.hash,
            created_at: clock::now(),
            entry: entry(app, has_owner),
            session: None,
        };
        // Nobody listens to this process; who listens to a server's hears of it through its probe,
        // within a second.
        let storage = app.storage.clone();
        let added = app.commit(async move { storage.accounts().register(account).await });
        added.await.map_err(|error| refused(&error))?;
        if !has_owner {
            note("This is the first account: it owns the instance.");
        }
        tell(&self.username, chosen.made.as_deref())
    }

    fn check(&self, limits: &Limits) -> Result<(), Failure> {
        let (min, max) = (limits.username_chars_min, limits.username_chars_max);
        let refused = |what| move |why: Refused| Failure::Refused(format!("The {what} {why}."));
        text::username(&self.username, min, max).map_err(refused("username"))?;
        if let Some(name) = &self.display_name {
            text::name(name, limits.display_name_chars_max).map_err(refused("display name"))?;
        }
        if let Some(email) = &self.email {
            text::email(email).map_err(refused("e-mail address"))?;
        }
        Ok(())
    }
}

/// The operator lets people in, whatever the setting for strangers.
fn entry(app: &App, has_owner: bool) -> Entry {
    if has_owner {
        return Entry::Open;
    }
    Entry::Setup {
        space: SpaceId::from_raw(app.ids.next()),
        space_name: app.settings.in_force().name.clone(),
        general: ChannelId::from_raw(app.ids.next()),
        lounge: ChannelId::from_raw(app.ids.next()),
    }
}

fn refused(error: &RegisterError) -> Failure {
    Failure::Refused(
        match error {
            RegisterError::UsernameTaken => "This username is taken.",
            RegisterError::EmailTaken => "There is an account with this e-mail address.",
            RegisterError::Storage(error) => return Failure::Storage(error.clone()),
            // Between the look and the write somebody set the instance up in a browser.
            _ => "The instance changed meanwhile: try again.",
        }
        .to_owned(),
    )
}

impl ResetPassword {
    async fn run(&self, app: &App) -> Result<(), Failure> {
        let found = app.storage.accounts().credentials(&self.name).await?;
        let Some(account) = found else {
            return Err(Failure::Refused(format!(
                "Nobody is called {:?}; `parlor user list` shows who there is.",
                self.name
            )));
        };
        let chosen = password::choose(app, self.password_stdin, &account.username)?;
        let accounts = app.storage.accounts();
        let ended = accounts
            .reset_password(account.user, chosen.hash, clock::now())
            .await?;
        let ended =
            ended.ok_or_else(|| Failure::Refused("The account went away meanwhile.".to_owned()))?;
        note(&match ended.len() {
            1 => "1 session was ended.".to_owned(),
            count => format!("{count} sessions were ended."),
        });
        tell(&account.username, chosen.made.as_deref())
    }
}

fn tell(username: &str, made: Option<&str>) -> Result<(), Failure> {
    let mut text = format!("user: {username}\n");
    if let Some(password) = made {
        // Writing into a string cannot fail.
        let _ = writeln!(text, "password: {password}");
    }
    print(&text)
}

/// One account a line, oldest first: id, username, e-mail address, since when, owner.
async fn list(app: &App) -> Result<(), Failure> {
    let mut after = None;
    loop {
        let page = app.storage.accounts().list(after, PAGE).await?;
        let mut text = String::new();
        for AccountRow {
            id,
            username,
            email,
            owner,
            created_at,
        } in &page
        {
            let email = email.as_deref().unwrap_or("-");
            let owner = if *owner { "owner" } else { "-" };
            // Writing into a string cannot fail.
            let _ = writeln!(text, "{id}\t{username}\t{email}\t{created_at}\t{owner}");
        }
        print(&text)?;
        match page.last() {
            Some(last) if page.len() == PAGE as usize => after = Some(last.id),
            _ => return Ok(()),
        }
    }
}
