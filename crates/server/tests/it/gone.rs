//! A deleted channel is gone when that is answered; its rows and files go in the background.

use serde_json::json;

use crate::{
    app::{TestApp, reader},
    attachments::{kept, until_kept, upload},
};

/// More than a few of the writes that clear them away take.
const MESSAGES: usize = 350;

on_both_engines! {
    /// Whoever deletes a large channel waits for none of it, nor does anybody else; a server that is
    /// killed in the middle goes on with it, and in the end the files are gone from the disk too.
    async fn a_large_channel_goes_in_the_background(started: TestApp) {
        let engine = started.engine;
        drop(started);
        let app = TestApp::start_with(engine, reader::fast()).await;
        let ada = app.owner().await;
        let general = ada.general().await;
        let channel = ada.channel(json!({"name": "large"})).await;
        let texts: Vec<String> = (0..MESSAGES).map(|number| format!("text {number}")).collect();
        let mut writers = reader::writers(&ada).await;
        reader::write_many(&mut writers, &channel, &texts).await;
        // In the newest message: all others go before it.
        let file = upload(&ada, "last.txt", b"the last").await;
        let body = json!({"content": "", "attachmentIds": [file["id"]]});
        let messages = format!("/api/v1/channels/{channel}/messages");
        let last = ada.post(&messages, body).await.expect(201);
        let path = format!("/api/v1/channels/{channel}");
        ada.delete(&path).await.expect(204);
        app.kill();
        app.restart().await;

        assert_eq!(kept(&app).len(), 1, "it was killed before the last of it went");
        let ada = ada.moved(&app);
        ada.get(&path).await.refused(404, "NOT_FOUND");
        ada.get(&messages).await.refused(404, "NOT_FOUND");
        let last = format!("/api/v1/messages/{}/reactions/x", last["id"].as_str().unwrap());
        ada.get(&last).await.refused(404, "NOT_FOUND");
        ada.get(file["url"].as_str().unwrap()).await.refused(404, "NOT_FOUND");
        let found = ada.get("/api/v1/search?q=text").await.expect(200);
        assert_eq!(found["items"], json!([]));
        ada.say(&general, "meanwhile").await;
        until_kept(&app, 0).await;
        ada.delete(&path).await.refused(404, "NOT_FOUND");
    }
}
