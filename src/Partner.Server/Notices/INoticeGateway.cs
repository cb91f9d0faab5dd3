using Partner.Core.Contacts;
using Partner.Core.Notices;

namespace Partner.Server.Notices;

/// <summary>A text message on its way to a customer.</summary>
/// <param name="Id">Its id, the same each time: the gateway sends one message for it.</param>
/// <param name="To">To whom.</param>
/// <param name="Language">The text's language.</param>
/// <param name="Text">What it says.</param>
public sealed record NoticeMessage(string Id, PhoneNumber To, NoticeLanguage Language, string Text);

/// <summary>What a gateway said.</summary>
/// <param name="Verdict">What it comes to.</param>
/// <param name="Detail">Why there is no answer that can be relied on; never a number or a text.</param>
public sealed record NoticeReply(NoticeVerdict Verdict, string Detail = "");

/// <summary>Where text messages are handed over.</summary>
public interface INoticeGateway
{
    /// <summary>Hands a message over. Doing so again with the same id does no harm.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancel">The server stops.</param>
    Task<NoticeReply> SendAsync(NoticeMessage message, CancellationToken cancel);
}
