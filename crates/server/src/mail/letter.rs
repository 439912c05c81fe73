//! What stands in a letter.

use lettre::{Address, Message, message::Mailbox};

/// A letter ready to go.
pub(super) struct Text {
    pub(super) to: String,
    pub(super) subject: String,
    pub(super) body: String,
}

impl Text {
    pub(super) fn reset(to: String, instance: &str, link: &str) -> Self {
        Self {
            to,
            subject: format!("{instance}: choose a new password"),
            body: format!(
                "Somebody, hopefully you, asked for a new password for your account.\r\n\
                 To choose one, open this link within 15 minutes. It works once:\r\n\r\n{link}\r\n\r\n\
                 If it was not you, do nothing: your password stays.\r\n"
            ),
        }
    }

    pub(super) fn confirm(to: String, instance: &str, link: &str) -> Self {
        Self {
            to,
            subject: format!("{instance}: confirm your e-mail address"),
            body: format!(
                "Somebody, hopefully you, gave this address for an account.\r\n\
                 To confirm it, open this link within 24 hours. It works once:\r\n\r\n{link}\r\n\r\n\
                 If it was not you, do nothing.\r\n"
            ),
        }
    }

    pub(super) fn changed(to: String, instance: &str) -> Self {
        Self {
            to,
            subject: format!("{instance}: your e-mail address was changed"),
            body: "Your account has another e-mail address now; mail will go there.\r\n\
                   If it was not you, sign in, choose a new password, and tell who runs the \
                   instance.\r\n"
                .to_owned(),
        }
    }

    /// As it crosses the wire. `None`: mail knows no such address.
    pub(super) fn message(&self, from: &Mailbox) -> Option<Message> {
        let to: Address = self.to.parse().ok()?;
        Message::builder()
            .from(from.clone())
            .to(Mailbox::new(None, to))
            .subject(&self.subject)
            .body(self.body.clone())
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What an instance is called, and what an address looks like, adds no line to a letter's head.
    #[test]
    fn nothing_is_smuggled_in() {
        let from: Mailbox = "Parlor <parlor@example.org>".parse().unwrap();
        let text = Text::changed("bo@example.org".to_owned(), "Hall\r\nBcc: eve@example.org");
        let message = text.message(&from).unwrap();
        let formatted = String::from_utf8(message.formatted()).unwrap();
        assert!(!formatted.contains("\nBcc:"), "{formatted}");
        let text = Text::changed("bo@example.org\r\nBcc: eve@example.org".to_owned(), "Hall");
        assert!(text.message(&from).is_none());
    }
}
