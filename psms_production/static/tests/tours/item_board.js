import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("psms_production_item_board", {
    steps: () => [
        {
            content: "The board opens with what is most urgent; look for the cooker",
            trigger: ".o_psms_board_search input",
            run: "edit Cooker",
        },
        {
            content: "Choose it",
            trigger: ".o_psms_board_search .o-autocomplete--dropdown-item:contains('Cooker')",
            run: "click",
        },
        {
            content: "The board shows it",
            trigger: ".o_psms_board_head h2:contains('Cooker')",
        },
        {
            content: "Unfold the requirement",
            trigger: ".o_psms_fold",
            run: "click",
        },
        {
            content: "Sales ask for 10",
            trigger: "tr[data-name=sale] .o_psms_cell:contains('10')",
        },
        {
            content: "Open the planned receipt",
            trigger: "tr[data-name=planned] .o_psms_cell:contains('10')",
            run: "click",
        },
        {
            content: "Change its quantity",
            trigger: ".o_psms_order .o_psms_quantity",
            run: "edit 25",
        },
        {
            content: "Save",
            trigger: ".o_psms_order .o_psms_save",
            run: "click",
        },
        {
            content: "Its components follow at once",
            trigger: ".o_psms_effects:contains('Sheet'):contains('50')",
        },
        {
            content: "It is a firm order now, and still in sight",
            trigger: "tr[data-name=firm] .o_psms_selected:contains('25')",
        },
        {
            content: "Look at its pegs",
            trigger: ".o_psms_order button:contains('Pegging')",
            run: "click",
        },
        {
            content: "It serves the customer's order",
            trigger: ".o_psms_served:contains('Plan Test Customer')",
        },
        {
            content: "Look down",
            trigger: "button:contains('What serves it')",
            run: "click",
        },
        {
            content: "It is made of shells and screws",
            trigger: ".o_psms_tree:contains('Shell'):contains('Screw')",
        },
        {
            content: "Go to a component's board",
            trigger: ".o_psms_tree a:contains('Screw')",
            run: "click",
        },
        {
            content: "Its planned components ask for 100",
            trigger: ".o_psms_item_board:contains('Screw') tr[data-name=requirement] .o_psms_cell:contains('100')",
        },
    ],
});
