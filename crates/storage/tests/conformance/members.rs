//! Who is where, and what they may do there.

use parlor_protocol::{
    ids::{ChannelId, SpaceId, UserId},
    page::PageSize,
    permissions::Permission,
};

use crate::{
    database::on_both,
    world::{START, World},
};

on_both! {
    /// A member may what @everyone may, the owner may everything, a stranger sees nothing, and
    /// what is missing looks the same as what is hidden.
    async fn rights_come_from_membership(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let members = world.storage.members();
        let (access, channel) = members.in_channel(bo, world.general, START).await.unwrap().unwrap();
        assert!(access.may(Permission::SendMessages).is_ok());
        assert!(access.may(Permission::ManageMessages).is_err());
        assert_eq!((channel.id, channel.space_id), (world.general, Some(world.space)));
        let grant = access.may(Permission::SendMessages).unwrap();
        assert_eq!((grant.user(), grant.channel()), (bo, Some(world.general)));
        let owner = members.in_space(world.owner, world.space, START).await.unwrap().unwrap();
        assert!(owner.may(Permission::ManageSpace).is_ok());

        let stranger = UserId::from_raw(world.id());
        assert!(members.in_space(stranger, world.space, START).await.unwrap().is_none());
        assert!(members.in_channel(stranger, world.general, START).await.unwrap().is_none());
        let missing = ChannelId::from_raw(world.id());
        assert!(members.in_channel(bo, missing, START).await.unwrap().is_none());
        let missing = SpaceId::from_raw(world.id());
        assert!(members.in_space(bo, missing, START).await.unwrap().is_none());
        world.end().await;
    }

    /// Members are listed by id, page after page, each once.
    async fn members_are_listed_in_pages(database) {
        let world = World::founded(database).await;
        for n in 0..4 {
            world.join(&format!("user{n}")).await;
        }
        let members = world.storage.members();
        let size = PageSize::new(2).unwrap();
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = members.page((world.space, None), after, size).await.unwrap();
            seen.extend(page.items.iter().map(|member| member.user.username.clone()));
            after = page.items.last().map(|member| member.user_id);
            if !page.has_more {
                break;
            }
        }
        assert_eq!(seen, ["Ada", "user0", "user1", "user2", "user3"]);
        let owner = members.get(world.space, world.owner).await.unwrap().unwrap();
        assert_eq!(owner.user.username, "Ada");
        assert!(members.get(world.space, UserId::from_raw(1)).await.unwrap().is_none());
        world.end().await;
    }
}
