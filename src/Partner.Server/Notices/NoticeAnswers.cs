using Leb.Partner.V1;
using Partner.Server.Errors;

namespace Partner.Server.Notices;

/// <summary>What a clerk may tell a customer of the text message, in both languages.</summary>
internal static class NoticeAnswers
{
    /// <summary>The words for a state.</summary>
    public static string Of(CustomerNoticeState state, Language language) => state switch
    {
        CustomerNoticeState.Waiting => language.Pick(
            "The customer gets a text message as soon as it is clear what became of the top-up.",
            "充值有结果后，顾客会收到短信。"),
        CustomerNoticeState.Due => language.Pick(
            "The text message to the customer is on its way.", "给顾客的短信正在发送。"),
        CustomerNoticeState.Sent => language.Pick("The customer was sent a text message.", "已向顾客发送短信。"),
        CustomerNoticeState.Expired => language.Pick(
            "The text message could not be sent: tell the customer yourself.", "短信未能发出，请自行告知顾客。"),
        CustomerNoticeState.OptedOut => language.Pick(
            "No text message was sent: the customer wants none.", "顾客已拒收，未发送短信。"),
        CustomerNoticeState.Refused => language.Pick(
            "No text message was sent: the number gets none.", "该号码无法接收短信，未发送。"),
        CustomerNoticeState.NotNeeded => language.Pick(
            "No text message goes out: the top-up was cancelled.", "充值已取消，不发送短信。"),
        CustomerNoticeState.NotOffered => language.Pick(
            "No text message goes out: this service sends none at present. Tell the customer yourself.",
            "本服务目前不发送短信，请自行告知顾客。"),
        _ => "",
    };
}
