using Leb.Partner.V1;
using Partner.Contracts.Client;

namespace Partner.Cli.Hosting;

/// <summary>The exit statuses: what a script may rely on. The same list stands in --help and README.md.</summary>
internal static class ExitStatus
{
    public const int Done = 0;

    /// <summary>The call was refused; nothing moved.</summary>
    public const int Refused = 1;

    /// <summary>The command line, a file or a certificate is wrong; nothing was sent.</summary>
    public const int Usage = 2;

    /// <summary>PROCESSING: the end is not known yet.</summary>
    public const int Processing = 3;

    /// <summary>The top-up (or reversal) did not go through, was taken back or given up; the money is back.</summary>
    public const int MoneyBack = 4;

    /// <summary>No usable answer; what was sent may have been carried out.</summary>
    public const int NoAnswer = 5;

    /// <summary>The answer contradicts itself.</summary>
    public const int Contradiction = 6;

    public static int Of(TopUpState state) => state switch
    {
        TopUpState.Succeeded => Done,
        TopUpState.Failed or TopUpState.Cancelled or TopUpState.Reversed => MoneyBack,
        _ => Processing,
    };

    public static int Of(ReversalState state) => state switch
    {
        ReversalState.Succeeded => Done,
        ReversalState.Failed => MoneyBack,
        _ => Processing,
    };

    public static int Of(PartnerError error) => error.IsUnanswered ? NoAnswer : Refused;

    public static string Help(Language language) => language.Pick(
        """
        Exit status:
          0  done: the top-up SUCCEEDED, the answer is printed
          1  refused: nothing was saved, no money moved
          2  the command line, a file or a certificate is wrong: nothing was sent
          3  PROCESSING: not known yet; repeat with the same request id
          4  FAILED, CANCELLED, REVERSED or abandoned: the money is back (a FAILED reversal: the top-up stands)
          5  no answer (not reachable, unavailable, out of time): repeat with the same request id
          6  the server's answer contradicts itself: tell the operator
        """,
        """
        退出码：
          0  完成：充值成功，已输出结果
          1  被拒绝：未保存，未扣款
          2  命令行、文件或证书有误：未发送任何请求
          3  处理中：结果未知；请用同一请求号重试
          4  失败、已取消、已冲正或已放弃：款项已退回（冲正失败：充值仍有效）
          5  没有得到答复（无法连接、不可用、超时）：请用同一请求号重试
          6  服务器的答复自相矛盾：请联系运营方
        """);
}
